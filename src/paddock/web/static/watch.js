// A task's states as they change: server-sent events, and asking again and again where those do not come through.
import { call, reached } from "./console.js";

const POLL_MS = 1500;
export const ended = (task) => ["completed", "failed", "cancelled"].includes(task.status);

/**
 * Calls onTask(task) at every change, onAhead(count) while it waits and onPreview() when there is a new picture of it.
 * Returns a function that stops it.
 */
export function watch(id, { onTask, onAhead, onPreview }) {
  let stopped = false;
  let timer = 0;
  let silent = 0;
  let seen = 0;
  const stop = () => {
    stopped = true;
    source.close();
    clearTimeout(timer);
  };
  const tell = (task) => {
    if (stopped) return;
    reached(true);
    if (ended(task)) stop();
    onTask(task);
  };
  const later = () => (timer ||= setTimeout(poll, POLL_MS));
  const poll = async () => {
    timer = 0;
    try {
      const task = await call("GET", `/v1/tasks/${id}`);
      tell(task);
      if (task.status === "processing") onPreview();
    } catch (error) {
      reached(Boolean(error.status));
    }
    if (!stopped && source.readyState !== EventSource.OPEN) {
      if (source.readyState === EventSource.CLOSED && ++silent % 4 === 0) listen();
      later();
    }
  };
  let source;
  const listen = () => {
    source?.close();
    source = new EventSource(`/v1/tasks/${id}/events`);
    source.addEventListener("task", (event) => tell(JSON.parse(event.data)));
    source.addEventListener("queue", (event) => !stopped && onAhead(JSON.parse(event.data).ahead));
    source.addEventListener("preview", (event) => {
      const { at } = JSON.parse(event.data);
      if (!stopped && at > seen) onPreview();
      seen = Math.max(seen, at);
    });
    source.addEventListener("open", () => { reached(true); timer = clearTimeout(timer); });
    source.addEventListener("error", () => {
      if (!stopped) later();
    });
  };
  listen();
  return stop;
}
