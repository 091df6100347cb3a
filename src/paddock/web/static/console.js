// What every page does: words, calls of the API, forms, copying, local times, the connection.

const words = JSON.parse(document.documentElement.dataset.words || "{}");
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
  }
}

/** Call the API as whoever is signed in. Throws Refusal, or TypeError when the server is not reached. */
export async function call(method, path, body, headers = {}) {
  const options = { method, headers: { accept: "application/json", ...headers } };
  if (body !== undefined) {
    options.headers["content-type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const response = await fetch(path, options);
  reached(true);
  const answer = await response.json().catch(() => null);
  if (response.status === 401) location.assign(`/signin?next=${encodeURIComponent(location.pathname + location.search)}`);
  if (!response.ok) throw new Refusal(response.status, answer);
  return answer;
}

export const explain = (error) => (error instanceof Refusal ? error.message : t("No connection to the server; try again"));

const offline = $("#offline");
export function reached(yes) {
  if (offline) offline.hidden = yes;
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
  if (button) copy($(button.dataset.copy));
});

export function localTimes(within = document) {
  const today = new Date().toDateString();
  for (const time of $$("time[datetime]", within)) {
    const moment = new Date(time.dateTime);
    const here = moment.toDateString() === today;
    time.textContent = moment.toLocaleString(document.documentElement.lang, here ? { timeStyle: "medium" } : { dateStyle: "short", timeStyle: "short" });
    time.title = moment.toLocaleString(document.documentElement.lang, { dateStyle: "full", timeStyle: "long" });
  }
}

/** A form that is a call of the API: its fields become the body, the answer is shown or the page made again. */
async function submit(form) {
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
    alert.textContent = explain(error);
    alert.hidden = false;
  } finally {
    button.disabled = false;
  }
}

document.addEventListener("submit", (event) => {
  if (event.target.dataset?.api) {
    event.preventDefault();
    submit(event.target);
  }
});

localTimes();
