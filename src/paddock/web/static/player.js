// The stage: what goes on, then the video with its controls.
import { $, call, element, explain, t, toast } from "./console.js";
import { watch } from "./watch.js";

const FPS = 24;

export class Stage {
  #stop = () => {};

  constructor(root, { onEnd = () => {}, onAgain, onContinue }) {
    this.root = root;
    this.onEnd = onEnd;
    this.id = root.dataset.task;
    this.video = $("video", root);
    $(".cancel", root).addEventListener("click", () => this.cancel());
    const actions = {
      back: () => this.step(-1),
      on: () => this.step(1),
      loop: (button) => {
        this.video.loop = !this.video.loop;
        button.setAttribute("aria-pressed", this.video.loop);
      },
      again: onAgain,
      continue: async () => onContinue(await this.lastFrame()),
    };
    $(".controls", root).addEventListener("click", async (event) => {
      const button = event.target.closest("[data-do]");
      try {
        await actions[button?.dataset.do]?.(button);
      } catch (error) {
        toast(explain(error));
      }
    });
    this.video.addEventListener("keydown", (event) => {
      if (event.key === ",") this.step(-1);
      if (event.key === ".") this.step(1);
    });
    this.video.addEventListener("error", () => this.video.src && this.#fail(t("The video could not be loaded. Results can be downloaded for 24 hours.")));
  }

  step(frames) {
    this.video.pause();
    this.video.currentTime = Math.max(0, Math.min(this.video.duration || 0, this.video.currentTime + frames / FPS));
  }

  /** Show a task from now on, whatever becomes of it. */
  follow(task) {
    this.#stop();
    this.id = task.id;
    this.began = Date.now();
    this.#show("working");
    this.#state(task);
    this.#stop = watch(task.id, (now) => this.#state(now), (ahead) => this.#ahead(ahead));
  }

  async cancel() {
    const button = $(".cancel", this.root);
    button.disabled = true;
    try {
      this.#state(await call("POST", `/v1/tasks/${this.id}/cancel`));
    } catch (error) {
      toast(explain(error));
    } finally {
      button.disabled = false;
    }
  }

  #show(part) {
    $(".empty", this.root).hidden = part === "video";
    $(".working", this.root).hidden = part !== "working";
    $(".failed", this.root).hidden = part !== "failed";
    this.video.hidden = part !== "video";
    $(".controls", this.root).hidden = part !== "video";
    if (part !== "video") this.video.pause();
  }

  #ahead(count) {
    if ($(".working", this.root).dataset.status !== "pending") return;
    $(".detail", this.root).textContent = count ? `${t("before it in the queue")}: ${count}` : t("next in the queue");
  }

  #state(task) {
    const working = $(".working", this.root);
    working.dataset.status = task.status;
    $("progress", working).value = task.progress;
    if (task.status === "pending") $(".state", working).textContent = t("Waiting for a worker");
    if (task.status === "processing") {
      $(".state", working).textContent = `${t("Making the video")} · ${task.progress} %`;
      $(".detail", working).textContent = `${t("about")} ${task.task_info.estimated_time} s ${t("in all")}`;
    }
    if (task.status === "completed") this.#play(task);
    if (task.status === "failed") this.#fail(task.error?.message ?? "", task.error?.code);
    if (task.status === "cancelled") this.#fail(t("Cancelled. Its credits were returned."));
    if (["completed", "failed", "cancelled"].includes(task.status)) {
      this.#stop();
      this.onEnd(task);
    }
  }

  #play(task) {
    this.task = task;
    const link = new URL(task.results[0]).pathname; // this server, by whatever name it was reached
    this.video.src = link;
    this.video.muted = true;
    const download = $("[data-do=download]", this.root);
    download.href = link;
    download.download = `${task.id}.mp4`;
    this.#show("video");
    this.video.play().catch(() => {});
  }

  #fail(message, code) {
    const note = $(".failed", this.root);
    note.replaceChildren(...(code ? [element("strong", { textContent: code }), " "] : []), message);
    this.#show("failed");
  }

  /** The last picture of the video, as a PNG file. */
  async lastFrame() {
    const video = element("video", { src: this.video.src, muted: true, preload: "auto" });
    await new Promise((resolve, reject) => {
      video.addEventListener("loadeddata", () => (video.currentTime = Math.max(0, video.duration - 0.5 / FPS)), { once: true });
      video.addEventListener("seeked", resolve, { once: true });
      video.addEventListener("error", reject, { once: true });
    });
    const canvas = element("canvas", { width: video.videoWidth, height: video.videoHeight });
    canvas.getContext("2d").drawImage(video, 0, 0);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    return new File([blob], "last-frame.png", { type: "image/png" });
  }
}
