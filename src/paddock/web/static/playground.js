// The playground: what is asked for, what it will cost, and the stage.
import { $, $$, call, element, explain, t } from "./console.js";
import { Pictures } from "./pictures.js";
import { Stage } from "./player.js";
import { SNIPPETS } from "./snippets.js";

const form = $("#make");
const prompt = form.elements.prompt;
const seed = form.elements.seed;
const limit = Number(prompt.dataset.limit);
const MODELS = { text: "happyhorse-1.0-text-to-video", image: "happyhorse-1.0-image-to-video", reference: "happyhorse-1.0-reference-to-video" };
const PLACE = "https://example.com/image.png"; // stands for an image that is still on its way
const MAX_SEED = 2147483647;

/** As the contract counts: a Chinese character is two. */
const weight = (text) => [...text].length + (text.match(/\p{Script=Han}/gu)?.length ?? 0);

const pictures = new Pictures($("#images"), { onChange: () => changed(), onInsert: insert });

function kind() {
  if (!pictures.count) return "text";
  return pictures.count > 1 || form.elements.as_character.checked || /character\d/i.test(prompt.value) ? "reference" : "image";
}

function request() {
  const model = kind();
  const body = { model: MODELS[model] };
  if (prompt.value.trim() || model !== "image") body.prompt = prompt.value.trim();
  if (model !== "text") {
    const urls = pictures.urls;
    body.image_urls = pictures.count === urls.length ? urls : Array(pictures.count).fill(PLACE);
  }
  body.quality = form.elements.quality.value;
  if (model !== "image") body.aspect_ratio = form.elements.aspect_ratio.value;
  body.duration = Number(form.elements.duration.value);
  if (/^\d+$/.test(seed.value.trim())) body.seed = Number(seed.value);
  if (form.elements.callback_url.value.trim()) body.callback_url = form.elements.callback_url.value.trim();
  return body;
}

function insert(word) {
  const { selectionStart: start, selectionEnd: end, value } = prompt;
  const space = start && !/\s$/.test(value.slice(0, start)) ? " " : "";
  prompt.setRangeText(`${space}${word} `, start, end, "end");
  prompt.focus();
  changed();
}

/** Runs the last of many calls, a little later; what an older one answers is dropped. */
function lately(action, pause) {
  let timer = 0;
  let latest = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++latest;
      await action(() => mine === latest);
    }, pause);
  };
}

const estimate = lately(async (current) => {
  const place = $("#estimate");
  try {
    const body = request();
    if (!body.prompt) delete body.callback_url;
    const found = await call("POST", "/v1/estimates", { ...body, prompt: body.prompt || "-" });
    if (current()) place.replaceChildren(element("strong", { textContent: `${found.credits} ${t("credits")}` }), element("small", { textContent: `${t("about")} ${found.estimated_time} s` }));
  } catch (error) {
    if (current()) place.replaceChildren(element("small", { textContent: explain(error) }));
  }
}, 250);

const storyboard = lately(async (current) => {
  const list = $("#storyboard .shots");
  const empty = $("#storyboard .empty");
  if (!prompt.value.trim()) {
    empty.hidden = false;
    return list.replaceChildren();
  }
  try {
    const body = { prompt: prompt.value.slice(0, 20000), duration: Number(form.elements.duration.value), images: pictures.count };
    const { shots } = await call("POST", "/v1/storyboards", body);
    if (!current()) return;
    empty.hidden = true;
    list.replaceChildren(...shots.map(drawShot));
  } catch { /* the storyboard is a help; without it everything works */ }
}, 350);

const list = (...values) => values.flat().filter(Boolean);

/** What was understood of a shot, as [text, the words that say so]. */
function understood(shot) {
  const told = [["framing", shot.framing], ["camera", shot.camera], ["setting", shot.setting], ["time of day", shot.time_of_day],
    ["weather", shot.weather], ["lighting", shot.light], ["material", shot.material]];
  return told.flatMap(([name, found]) => list(found).map((tag) => [`${t(name)}: ${tag.value}`, tag.words]));
}

function subject(one) {
  const more = list(one.colour, one.size, one.action, one.direction, one.speed, one.position, one.look).map((tag) => tag.value);
  const name = one.character ? `character${one.character}` : one.kind === "card" ? one.words : one.kind;
  return [`${one.count > 1 ? `${one.count} × ` : ""}${name}${more.length ? ` (${more.join(", ")})` : ""}`, one.words];
}

function drawShot(shot, index) {
  const seconds = (value) => `${Number(value.toFixed(1))}`;
  const tag = (className, title) => ([text, words]) => element("span", { className, textContent: text, title: title ?? words });
  const drawn = shot.subjects.filter((one) => one.drawn || one.character);
  const cards = shot.subjects.filter((one) => !one.drawn && !one.character);
  const card = element("li", {},
    element("b", {}, `${t("Shot")} ${index + 1}`, element("span", { textContent: `${seconds(shot.start_s)}–${seconds(shot.end_s)} s` })),
    element("div", { className: "tags" },
      ...drawn.map(subject).map(tag("who")),
      ...understood(shot).map(tag("")),
      ...cards.map(subject).map(tag("card-tag", t("There is no drawing of this: a card shows the word"))),
      ...shot.not_understood.map((words) => [words, words]).map(tag("card-tag lost", t("not understood")))));
  card.style.flexGrow = shot.end_s - shot.start_s;
  return card;
}

function changed() {
  const model = kind();
  for (const item of $$(".kinds li")) item.dataset.kind === model ? item.setAttribute("aria-current", "true") : item.removeAttribute("aria-current");
  const used = weight(prompt.value);
  $("#count output").textContent = used;
  $("#count").classList.toggle("over", used > limit);
  $("#ratios").disabled = model === "image";
  $("#as-character").hidden = pictures.count !== 1;
  $("#images").classList.toggle("characters", model === "reference");
  $("#seconds").textContent = `${form.elements.duration.value} s`;
  $("#send").disabled = pictures.busy;
  snippet();
  estimate();
  storyboard();
}

function snippet() {
  const tab = $("#snippets [aria-selected=true]");
  $("#code").textContent = SNIPPETS[tab.dataset.tab](form.dataset.url, request());
}

function wrong() {
  const model = kind();
  if (model !== "image" && !prompt.value.trim()) return [t("Say what the video shows."), prompt];
  if (seed.value.trim() && !(/^\d+$/.test(seed.value.trim()) && seed.value >= 1 && seed.value <= MAX_SEED)) return [`${t("A seed is a whole number from 1 to")} ${MAX_SEED}.`, seed];
  if (pictures.broken) return [t("Remove the images that could not be uploaded."), $("#files")];
  return null;
}

function complain(text) {
  $("#problem").textContent = text ?? "";
  $("#problem").hidden = !text;
}

/** The same press sent twice makes one video. */
const pressKey = () => `console-${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;

async function send() {
  const problem = wrong();
  complain(problem?.[0]);
  if (problem) return problem[1].focus();
  $("#send").disabled = true;
  try {
    const task = await call("POST", "/v1/videos/generations", request(), { "idempotency-key": pressKey() });
    history.replaceState(null, "", `#${task.id}`);
    stage.follow(task);
    stage.root.scrollIntoView({ behavior: "smooth", block: "nearest" });
  } catch (error) {
    complain(explain(error));
  } finally {
    $("#send").disabled = pictures.busy;
  }
}

function draw() {
  seed.value = 1 + (crypto.getRandomValues(new Uint32Array(1))[0] % MAX_SEED);
  changed();
}

const stage = new Stage($(".stage"), {
  onEnd: estimate,
  onAgain: () => { draw(); return send(); },
  onContinue: (file) => {
    pictures.clear();
    form.elements.as_character.checked = false;
    pictures.add([file]);
    prompt.focus();
  },
});

form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
form.addEventListener("input", changed);
form.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && send());
$("#dice").addEventListener("click", draw);
$("#examples").addEventListener("click", (event) => {
  if (!event.target.dataset.example) return;
  prompt.value = event.target.dataset.example;
  form.elements.duration.value = event.target.dataset.seconds ?? form.elements.duration.value;
  changed();
});
$("#files").addEventListener("change", (event) => { pictures.add(event.target.files); event.target.value = ""; });
addEventListener("paste", (event) => event.clipboardData.files.length && pictures.add(event.clipboardData.files));
addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  $(".drop").classList.add("over");
});
addEventListener("dragleave", () => $(".drop").classList.remove("over"));
addEventListener("drop", (event) => {
  $(".drop").classList.remove("over");
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  pictures.add(event.dataTransfer.files);
});
$("#snippets").addEventListener("click", (event) => {
  if (!event.target.dataset.tab) return;
  for (const tab of $$("#snippets [role=tab]")) tab.setAttribute("aria-selected", tab === event.target);
  snippet();
});

pictures.add($("#files").files); // picked before this ran
changed();
if (/^#task-unified-[\w-]+$/.test(location.hash)) {
  call("GET", `/v1/tasks/${location.hash.slice(1)}`).then((task) => stage.follow(task), () => {});
}
