// The storyboard: the shots on a time line, what was understood of each and what was not.
import { $, element, t } from "./console.js";

const { lang } = document.documentElement;
let names; // fetched when the first storyboard is drawn
const named = () => (names ??= import(lang === "en" ? "./names-en.js" : "./names-zh.js").then((module) => namer(module.default)));
const list = (...values) => values.flat().filter(Boolean);
const seconds = (value) => `${Number(value.toFixed(1))}`;

/** How a tag is called, by the first of the categories that knows it; else by the words of the prompt. */
const namer = (known) => ({ value, words }, ...categories) => categories.map((category) => known[category]?.[value]).find(Boolean) ?? words;

const HAN = /\p{Script=Han}/u;
/** A place is called as the prompt calls it, where that can be read: a lake is told from a river by its word alone. */
const placed = ({ words }) => (HAN.test(words) === (lang !== "en") ? words : "");

/** What was understood of a shot, as [text, the words that say so]. */
function understood(shot, name) {
  const told = [["framing", shot.framing, "framing"], ["camera", shot.camera, "move"], ["setting", shot.setting, "setting"],
    ["time of day", shot.time_of_day, "time"], ["weather", shot.weather, "weather"], ["lighting", shot.light, "light"],
    ["material", shot.material, "material"], ["material", shot.made_of, "material"]];
  const tags = told.flatMap(([label, found, category]) => list(found).map((tag) => [`${t(label)}: ${(category === "setting" && placed(tag)) || name(tag, category)}`, tag.words]));
  return [...new Map(tags.toReversed()).entries()].toReversed(); // a text is told once, with its first words
}

function subject(one, name) {
  const parts = [["colour", one.colour], ["size", one.size], ["action", one.action], ["direction", one.direction], ["speed", one.speed],
    ["position", one.position], ["distance", one.distance], ["material", one.made_of], ...one.look.map((tag) => ["garment", tag])];
  const details = [...new Set(parts.filter(([, tag]) => tag).map(([category, tag]) => name(tag, category, "trait", "mood", "part")))];
  const called = one.character ? `character${one.character}` : one.kind === "card" ? one.words : name({ value: one.kind, words: one.words }, "subject");
  return [`${one.count > 1 ? `${one.count} × ` : ""}${called}${one.named ? "" : ` · ${t("not named in the prompt")}`}${details.length ? ` (${details.join(lang === "en" ? ", " : "、")})` : ""}`, one.words];
}

function drawShot(shot, index, name) {
  const tag = (className, title) => ([text, words]) => element("span", { className, textContent: text, title: title ?? `“${words}”` });
  const drawn = shot.subjects.filter((one) => one.drawn || one.character);
  const cards = shot.subjects.filter((one) => !one.drawn && !one.character);
  const card = element("li", {},
    element("b", {}, `${t("Shot")} ${index + 1}`, element("span", { textContent: `${seconds(shot.start_s)}–${seconds(shot.end_s)} s` })),
    element("div", { className: "tags" },
      ...drawn.map((one) => subject(one, name)).map(tag("who")),
      ...understood(shot, name).map(tag("")),
      ...cards.map((one) => subject(one, name)).map(tag("card-tag", t("There is no drawing of this: a card shows the word")))));
  if (!$(".tags", card).children.length && !shot.not_understood.length) {
    card.append(element("p", { className: "lost", textContent: t("Nothing of it was understood: an empty stage. Prompts are read in English and Chinese.") }));
  }
  if (shot.not_understood.length) {
    card.append(element("p", { className: "lost" }, `${t("not understood")}: `, element("em", { textContent: shot.not_understood.join(" · ") })));
  }
  return card;
}

function drawLine(shot, index) {
  const part = element("span", { textContent: index + 1 });
  part.style.flexGrow = shot.end_s - shot.start_s;
  return part;
}

/** Show the shots in the section `root`, or that there is nothing to read yet. */
export async function drawStoryboard(root, shots) {
  const name = await named();
  $(".empty", root).hidden = shots.length > 0;
  $(".line", root).hidden = !shots.length;
  $(".line", root).replaceChildren(...shots.map(drawLine));
  $(".shots", root).replaceChildren(...shots.map((shot, index) => drawShot(shot, index, name)));
}
