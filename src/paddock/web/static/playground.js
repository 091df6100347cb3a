// The playground: what is asked for, what it will cost, and the stage.
import { $, $$, call, element, explain, lately, nodesOf, refresh, t, toast } from "./console.js";
import { dropDraft, keepDraft, restoreDraft } from "./draft.js";
import { Pictures } from "./pictures.js";
import { Stage, lastFrame } from "./player.js";
import { Price } from "./price.js";
import { SNIPPETS } from "./snippets.js";
import { drawStoryboard } from "./storyboard.js";

const form = $("#make");
const prompt = form.elements.prompt;
const seed = form.elements.seed;
const limit = Number(prompt.dataset.limit);
const MODELS = { text: "happyhorse-1.0-text-to-video", image: "happyhorse-1.0-image-to-video", reference: "happyhorse-1.0-reference-to-video" };
const PLACE = "https://example.com/image.png"; // stands for an image that is still on its way
const MAX_SEED = 2147483647;
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

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

const draft = lately(() => keepDraft(form, pictures.known), 150);

function last(seconds) {
  form.elements.duration.value = seconds;
  changed();
}

const price = new Price({ wanted: request, least: Number(form.elements.duration.min), last });

/** Shots that the prompt times beyond the video's end are squeezed into it: say so, and offer the time they want. */
function compare() {
  const ends = [...prompt.value.matchAll(/\d\s*[~～–—至到-]\s*(\d{1,2}(?:\.\d+)?)\s*(?:s\b|sec|秒)/gi)].map((found) => Number(found[1]));
  const { value, max } = form.elements.duration;
  const wanted = Math.ceil(Math.max(0, ...ends));
  $("#longer").hidden = wanted <= Number(value);
  if (wanted <= Number(value)) return;
  const told = t("The shots of the prompt last {} s, the video is shorter.").replace("{}", wanted);
  const offer = element("button", { type: "button", className: "small", textContent: t("Make it {} s long").replace("{}", wanted), onclick: () => last(wanted) });
  $("#longer").replaceChildren(told, " ", ...(wanted <= Number(max) ? [offer] : []));
}

const storyboard = lately(async (current) => {
  try {
    const body = { prompt: prompt.value.slice(0, 20000), duration: Number(form.elements.duration.value), images: kind() === "reference" ? pictures.count : 0 };
    const { shots } = prompt.value.trim() ? await call("POST", "/v1/storyboards", body) : { shots: [] };
    if (current()) await drawStoryboard($("#storyboard"), shots);
  } catch { /* the storyboard is a help; without it everything works */ }
}, 350);

function changed() {
  const model = kind();
  for (const item of $$(".kinds button")) item.setAttribute("aria-pressed", item.dataset.kind === model);
  const used = weight(prompt.value);
  $("#count output").textContent = used;
  $("#count").classList.toggle("over", used > limit);
  $("#ratios").disabled = model === "image";
  $("#as-character").hidden = pictures.count !== 1;
  $("#images").classList.toggle("characters", model === "reference");
  $("#seconds").textContent = `${form.elements.duration.value} s`;
  $("#send").disabled = sending || pictures.busy;
  if (passing === "busy" && !pictures.busy) complain(null);
  pictures.judge(model);
  snippet();
  draft();
  compare();
  price.look();
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
  if (pictures.broken) return [t("Remove or replace the images that are marked."), $("#files")];
  return null;
}

/** Say what is wrong: a text, or what the server refused; the field that it is about gets the focus. */
function complain(problem) {
  const text = typeof problem === "string" ? [problem] : problem ? nodesOf(problem) : [];
  passing = problem instanceof TypeError ? "unreached" : problem === BUSY ? "busy" : "";
  $("#problem").replaceChildren(...text);
  $("#problem").hidden = !problem;
  const field = form.elements[problem?.param];
  if (field?.closest("details")) field.closest("details").open = true;
  field?.focus?.();
}

const BUSY = t("The images are still on their way");
let passing = ""; // what the complaint is about, when it goes by itself

/** The same press sent twice makes one video. */
const pressKey = () => `console-${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;

/** The shape of the video that a request asks for. */
function shape(body) {
  if (body.aspect_ratio) stage.shape(...body.aspect_ratio.split(":"));
  else if (pictures.first?.ratio) stage.shape(...pictures.first.ratio);
}

let sending = false;

async function send() {
  if (pictures.busy) return complain(BUSY);
  if (sending) return; // keys do not ask the button
  const problem = wrong();
  complain(problem?.[0]);
  if (problem) return problem[1].focus();
  const held = document.activeElement;
  $("#send").disabled = sending = true;
  try {
    const body = request();
    const task = await call("POST", "/v1/videos/generations", body, { "idempotency-key": pressKey() });
    dropDraft();
    history.replaceState(null, "", `/?from=${task.id}#${task.id}`); // loading the page again goes on here
    shape(body);
    stage.follow(task);
    stage.root.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "nearest" });
  } catch (error) {
    complain(error);
  } finally {
    sending = false;
    $("#send").disabled = pictures.busy;
    if (document.activeElement === document.body) held.focus({ preventScroll: true }); // a disabled button has lost it
    price.ask(); // what is left has changed
  }
}

function draw() {
  seed.value = 1 + (crypto.getRandomValues(new Uint32Array(1))[0] % MAX_SEED);
  changed();
}

/** The last frame of the video at an address of ours becomes the first frame of the next. */
async function goOn(address) {
  const file = await lastFrame(address);
  pictures.clear();
  form.elements.as_character.checked = false;
  pictures.add([file]);
  prompt.focus();
}

const stage = new Stage($(".stage"), {
  onEnd: () => {
    price.ask();
    refresh("/").catch(() => {}); // the recent videos
  },
  onAgain: () => { draw(); return send(); },
  onContinue: () => goOn(stage.video.currentSrc),
});

/** The images choose the model; whoever picks a model is helped to the images that it needs. */
function want(model) {
  if (model === kind()) return prompt.focus();
  if (model === "text") return toast(t("Remove the images to make it from text alone"));
  if (!pictures.count) return $("#files").click();
  if (pictures.count > 1) return toast(t("The first frame is one image: remove the others"));
  form.elements.as_character.checked = model === "reference";
  changed();
}

$(".kinds").addEventListener("click", (event) => event.target.dataset.kind && want(event.target.dataset.kind));
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

function choose(tab) {
  for (const one of tabs) {
    one.setAttribute("aria-selected", one === tab);
    one.tabIndex = one === tab ? 0 : -1;
  }
  snippet();
}

const tabs = $$("#snippets [role=tab]");
for (const tab of tabs) tab.addEventListener("click", () => choose(tab));
$("#snippets [role=tablist]").addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const next = tabs[(tabs.indexOf(document.activeElement) + by + tabs.length) % tabs.length];
  next.focus();
  choose(next);
});

addEventListener("back", () => {
  if (passing === "unreached") complain(null);
  changed();
});
addEventListener("pageshow", changed); // a browser that goes back puts fields as they were, after all of this
addEventListener("pagehide", () => keepDraft(form, pictures.known));
document.addEventListener("visibilitychange", () => document.hidden || price.ask()); // another tab may have spent
pictures.addKnown(restoreDraft(form) ?? JSON.parse(form.dataset.images));
pictures.add($("#files").files); // picked before this ran
changed();
if (form.dataset.video) goOn(form.dataset.video).catch(() => toast(t("The video could not be loaded. Results can be downloaded for 24 hours.")));
if (/^#task-unified-[\w-]+$/.test(location.hash)) {
  shape(request());
  call("GET", `/v1/tasks/${location.hash.slice(1)}`).then((task) => {
    stage.follow(task);
    stage.root.scrollIntoView({ block: "nearest" });
  }, () => {});
}
