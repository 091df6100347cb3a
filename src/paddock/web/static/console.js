// What every page does: words, calls of the API, forms, copying, local times, the connection.

const { lang } = document.documentElement;
/** How this reader's numbers and times are written, in the language of the page. */
export const locale = navigator.languages.find((one) => one.startsWith(lang.slice(0, 2))) ?? lang;
const words = lang === "en" ? {} : (await import("./words-zh.js")).default;
export const t = (text) => words[text] ?? text;
export const $ = (selector, within = document) => within.querySelector(selector);
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

/** An element with properties and children; text is only ever text. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

export class Refusal extends Error {
  constructor(status, body) {
    super(body?.error?.message ?? body?.msg ?? t("The server did not answer as expected"));
    this.status = status;
    this.code = body?.error?.code ?? "";
    this.param = body?.error?.param ?? "";
  }
}

/** Call the API as whoever is signed in. Throws Refusal, or TypeError when the server is not reached. */
export async function call(method, path, body, headers = {}) {
  const options = { method, headers: { accept: "application/json", ...headers } };
  if (body !== undefined) {
    options.headers["content-type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const response = await fetch(path, options).catch((error) => {
    reached(false);
    throw error;
  });
  reached(true);
  const answer = await response.json().catch(() => null);
  if (response.status === 401) location.assign(`/signin?ended=1&next=${encodeURIComponent(location.pathname + location.search)}`);
  if (!response.ok) throw new Refusal(response.status, answer);
  return answer;
}

/** What the API says, in Chinese where there is a text for it; `{}` in a text stands for what is filled in. */
function translated(text) {
  if (words[text]) return words[text];
  for (const [pattern, told] of patterns()) {
    const found = pattern.exec(text);
    if (found) return found.slice(1).reduce((whole, part) => whole.replace("{}", () => translated(part)), told);
  }
  return text;
}

let known;
const patterns = () => (known ??= Object.entries(words)
  .filter(([text]) => text.includes("{}"))
  .sort(([one], [other]) => other.length - one.length)
  .map(([text, told]) => [new RegExp(`^${text.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll("{}", "(.+)")}$`, "s"), told]));

/** The same for an error; where only its code is known, what the code says. */
export function said(code, message) {
  const told = translated(message);
  return told === message ? words[`error ${code}`] ?? message : told;
}

export const explain = (error) => (error instanceof Refusal ? said(error.code, error.message) : t("No connection to the server; try again"));

/** The same as nodes, with the API's own words to be unfolded where they were translated. */
export function explained(code, message) {
  const told = said(code, message);
  if (told === message) return [message];
  return [told, element("details", { className: "original" }, element("summary", { textContent: t("What the server said") }), element("code", { textContent: message, lang: "en" }))];
}

export const nodesOf = (error) => (error instanceof Refusal ? explained(error.code, error.message) : [explain(error)]);

/** Runs the last of many calls, a little later; what an older one answers is dropped. */
export function lately(action, pause) {
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

const offline = $("#offline");
const KNOCK_MS = 2000;
let knocking = 0;

/** Say whether the server answers; while it does not, it is asked again, and the page hears "back" when it does. */
export function reached(yes) {
  if (yes && !offline.hidden) dispatchEvent(new Event("back"));
  offline.hidden = yes;
  if (!yes) knocking ||= setTimeout(knock, KNOCK_MS);
}

async function knock() {
  knocking = 0;
  reached(await fetch("/healthz").then((answer) => answer.ok, () => false));
}

addEventListener("offline", () => reached(false));
addEventListener("online", () => reached(true));

export function toast(text) {
  const note = element("p", { textContent: text });
  $("#toasts").append(note);
  setTimeout(() => note.remove(), 4000);
}

async function copy(source) {
  const text = source.value ?? source.textContent;
  try {
    await navigator.clipboard.writeText(text);
    toast(t("Copied"));
  } catch {
    source.select?.() ?? getSelection().selectAllChildren(source);
    toast(t("Press Ctrl+C to copy"));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button.dataset.copy ? $(button.dataset.copy) : $("code", button.parentElement));
});

export function localTimes(within = document) {
  const today = new Date().toDateString();
  for (const time of $$("time[datetime]", within)) {
    const moment = new Date(time.dateTime);
    const here = moment.toDateString() === today;
    const timeStyle = time.closest(".card") ? "short" : "medium";
    time.textContent = moment.toLocaleString(locale, here ? { timeStyle } : { dateStyle: "short", timeStyle: "short" });
    time.title = moment.toLocaleString(locale, { dateStyle: "full", timeStyle: "long" });
  }
}

/** Fetch this page again and put its live parts, `[data-live]` with an id, in place of what is shown. */
export async function refresh(address = location.href) {
  const response = await fetch(address, { headers: { accept: "text/html" } });
  reached(true);
  if (new URL(response.url).pathname === "/signin") return location.assign(response.url);
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const old of $$("[data-live]")) {
    const made = fresh.getElementById(old.id);
    if (!made || old.contains(document.activeElement)) continue;
    localTimes(made);
    if (!made.isEqualNode(old)) old.replaceWith(made); // what is the same stays: it may be scrolled or selected
  }
}

/** A form that is a call of the API: its fields become the body, the answer is shown or the page made again. */
async function submit(form) {
  for (const field of $$("input:not([type])", form)) field.value = field.value.trim();
  if (!form.reportValidity()) return;
  if (form.dataset.confirm && !confirm(form.dataset.confirm)) return;
  const [method, template] = form.dataset.api.split(" ");
  const body = {};
  let path = template;
  for (const field of form.elements) {
    if (!field.name || (field.type === "checkbox" && !field.checked) || field.value === "") continue;
    if ("path" in field.dataset) path = path.replace(`{${field.name}}`, encodeURIComponent(field.value));
    else if ("list" in field.dataset) (body[field.name] ??= []).push(field.value);
    else body[field.name] = "number" in field.dataset ? Number(field.value) : field.value;
  }
  const alert = $("[role=alert]", form);
  const button = $("button:not([type=button])", form);
  alert.hidden = true;
  button.disabled = true;
  try {
    const answer = await call(method, path, method === "GET" || !Object.keys(body).length ? undefined : body);
    if (!form.dataset.show) return location.reload();
    const shown = $(".shown", form.parentElement);
    const field = $("input", shown);
    field.value = answer[form.dataset.show];
    shown.hidden = false;
    if (form.dataset.show === "key") form.hidden = true;
    field.focus();
    field.select();
  } catch (error) {
    alert.replaceChildren(...nodesOf(error));
    alert.hidden = false;
  } finally {
    button.disabled = false;
    if (document.activeElement === document.body) button.focus();
  }
}

document.addEventListener("submit", (event) => {
  if (event.target.dataset?.api) {
    event.preventDefault();
    submit(event.target);
  }
});

localTimes();
