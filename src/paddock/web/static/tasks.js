// The list goes on by itself: what becomes of the tasks that are shown. And several of them at once.
import { $, $$, call, element, explain, reached, t, toast } from "./console.js";
import { Preview } from "./preview.js";

const rows = new Map($$("#list [data-task]").map((row) => [row.dataset.task, row]));
const previews = new Map();
const goesOn = (status) => ["pending", "processing"].includes(status);

function show(id) {
  const thumb = $(".thumb", rows.get(id) ?? element("p"));
  if (!thumb) return;
  if (!previews.has(id)) previews.set(id, new Preview(thumb));
  previews.get(id).show(id);
}

const newer = new Set();
const newest = Math.floor(Date.parse($("#list time")?.dateTime ?? 0) / 1000);

/** A task that was made after the page: the list does not jump by itself. */
function announce(id) {
  const place = $("#newer");
  if (!place.dataset.href) return;
  newer.add(id);
  place.replaceChildren(element("a", { className: "button", href: place.dataset.href, textContent: `${t("Show newer tasks")}: ${newer.size}` }));
  place.hidden = false;
}

function tell(task) {
  const row = rows.get(task.id);
  if (!row && task.created >= newest) announce(task.id);
  if (!goesOn(task.status)) previews.get(task.id)?.drop();
  if (!row || (row.dataset.status === task.status && !goesOn(task.status))) return;
  row.dataset.status = task.status;
  const badge = $(".badge", row);
  badge.className = `badge ${task.status}`;
  badge.textContent = task.status === "processing" ? `${t(task.status)} ${task.progress} %` : t(task.status);
  const bar = $("progress", row);
  if (bar) {
    bar.value = task.progress;
    bar.hidden = !goesOn(task.status);
  }
  const nothing = $(".nothing", row);
  if (task.status === "completed" && nothing) nothing.replaceWith(element("img", { src: `/posters/${task.id}`, alt: "" }));
  else if (nothing) nothing.className = `nothing ${task.status}`;
  count();
}

const AGAIN_MS = 3000;

/** What has ended between the page and its first event would not be told. */
async function catchUp() {
  const ids = [...rows].filter(([, row]) => goesOn(row.dataset.status)).map(([id]) => id);
  if (!ids.length) return;
  const { data } = await call("POST", "/v1/tasks/batch", { task_ids: ids }).catch(() => ({ data: [] }));
  data.forEach(tell);
}

/** A browser comes back by itself after a broken connection, but not after an answer that is no stream. */
function listen() {
  const source = new EventSource("/v1/events");
  source.addEventListener("task", (event) => tell(JSON.parse(event.data)));
  source.addEventListener("preview", (event) => show(JSON.parse(event.data).id));
  source.addEventListener("open", () => { reached(true); catchUp(); });
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return reached(false);
    setTimeout(() => call("GET", "/v1/tasks?page_size=1").then(listen, listen), AGAIN_MS); // whose session has ended is sent to sign in
  });
}

listen();

// --- several at once -------------------------------------------------------------------------------

const bar = $("#several");
const chosen = () => [...rows.values()].filter((row) => $("[data-pick]", row).checked);

function count() {
  const them = chosen();
  $("#chosen").textContent = them.length;
  bar.hidden = !them.length;
  $("[data-several=cancel]").disabled = !them.some((row) => goesOn(row.dataset.status));
  $("[data-several=download]").disabled = !them.some((row) => row.dataset.status === "completed");
}

function pick(yes) {
  for (const row of rows.values()) $("[data-pick]", row).checked = yes;
  count();
}

/** One click a file, with a pause: a browser takes many at once for one. */
async function download(ids) {
  const { data } = await call("POST", "/v1/tasks/batch", { task_ids: ids });
  for (const task of data.filter((one) => one.results?.length)) {
    element("a", { href: new URL(task.results[0]).pathname, download: `${task.id}.mp4` }).click();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

async function cancel(ids) {
  const ends = await Promise.allSettled(ids.map((id) => call("POST", `/v1/tasks/${id}/cancel`)));
  for (const end of ends) end.status === "fulfilled" ? tell(end.value) : toast(explain(end.reason));
}

if (bar) {
  const actions = {
    none: () => pick(false),
    download: () => download(chosen().filter((row) => row.dataset.status === "completed").map((row) => row.dataset.task)),
    cancel: () => cancel(chosen().filter((row) => goesOn(row.dataset.status)).map((row) => row.dataset.task)),
  };
  $("#list").addEventListener("change", (event) => (event.target.id === "pick-all" ? pick(event.target.checked) : count()));
  bar.addEventListener("click", async (event) => {
    try {
      await actions[event.target.dataset.several]?.();
    } catch (error) {
      toast(explain(error));
    }
  });
  count();
}
