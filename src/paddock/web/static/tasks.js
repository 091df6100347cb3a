// The list goes on by itself: what becomes of the tasks that are shown.
import { $, $$, reached, t } from "./console.js";

const rows = new Map($$("#list [data-task]").map((row) => [row.dataset.task, row]));

function tell(task) {
  const row = rows.get(task.id);
  if (!row || row.dataset.status === task.status && !["pending", "processing"].includes(task.status)) return;
  row.dataset.status = task.status;
  const badge = $(".badge", row);
  badge.className = `badge ${task.status}`;
  badge.textContent = task.status === "processing" ? `${t(task.status)} ${task.progress} %` : t(task.status);
  const bar = $("progress", row);
  if (bar) {
    bar.value = task.progress;
    bar.hidden = !["pending", "processing"].includes(task.status);
  }
  const nothing = $(".nothing", row);
  if (task.status === "completed" && nothing) nothing.replaceWith(Object.assign(new Image(), { src: `/posters/${task.id}`, alt: "" }));
}

const source = new EventSource("/v1/events");
source.addEventListener("task", (event) => tell(JSON.parse(event.data)));
source.addEventListener("open", () => reached(true));
source.addEventListener("error", () => reached(source.readyState === EventSource.CLOSED));
