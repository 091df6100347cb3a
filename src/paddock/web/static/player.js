// The stage: what goes on, then the video with its controls.
import { $, call, explain, explained, element, t, toast } from "./console.js";
import { Preview } from "./preview.js";
import { ended, watch } from "./watch.js";

const FPS = 24;

export class Stage {
  #stop = () => {};

  constructor(root, { onEnd = () => {}, onChange = () => {}, onAgain, onContinue }) {
    this.root = root;
    this.onEnd = onEnd;
    this.onChange = onChange;
    this.id = root.dataset.task;
    this.video = $("video", root);
    this.preview = new Preview($(".scene", root));
    $(".cancel", root).addEventListener("click", () => this.cancel());
    const actions = {
      back: () => this.step(-1),
      on: () => this.step(1),
      loop: (button) => {
        this.video.loop = !this.video.loop;
        button.setAttribute("aria-pressed", this.video.loop);
      },
      again: onAgain,
      continue: onContinue,
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
    this.video.addEventListener("loadedmetadata", () => this.shape(this.video.videoWidth, this.video.videoHeight));
    this.video.addEventListener("loadeddata", () => this.preview.drop());
    this.video.addEventListener("error", () => this.video.src && this.#fail("", t("The video could not be loaded. Results can be downloaded for 24 hours.")));
  }

  /** The shape of what will be shown, so that nothing moves when it comes. */
  shape(width, height) {
    if (width && height) this.root.style.setProperty("--ratio", `${width} / ${height}`);
  }

  async step(frames) {
    const { video } = this;
    video.pause();
    if (!video.duration) {
      const known = new Promise((resolve) => video.addEventListener("loadedmetadata", resolve, { once: true }));
      video.preload = "auto";
      video.load();
      await known;
    }
    video.currentTime = Math.max(0, Math.min(video.duration, video.currentTime + frames / FPS));
  }

  /** Show a task from now on, whatever becomes of it. */
  follow(task) {
    this.#stop();
    this.preview.drop();
    this.id = task.id;
    this.#show("working");
    $(".detail", this.root).textContent = "";
    this.#state(task);
    if (ended(task)) return;
    this.#stop = watch(task.id, {
      onTask: (now) => this.#state(now),
      onAhead: (count) => this.#ahead(count),
      onPreview: () => this.preview.show(task.id),
    });
  }

  async cancel() {
    const button = $(".cancel", this.root);
    button.disabled = true;
    try {
      this.#state(await call("POST", `/v1/tasks/${this.id}/cancel`));
      $(".failed", this.root).focus();
    } catch (error) {
      toast(explain(error));
    } finally {
      button.disabled = false;
    }
  }

  #show(part) {
    $(".empty", this.root).hidden = part === "video";
    $(".hint", this.root).hidden = true;
    $(".working", this.root).hidden = part !== "working";
    $(".failed", this.root).hidden = part !== "failed";
    this.video.hidden = part !== "video";
    $(".controls", this.root).hidden = part !== "video";
    if (part !== "video") this.video.pause();
    if (part === "failed") this.preview.drop();
  }

  #ahead(count) {
    if ($(".working", this.root).dataset.status !== "pending") return;
    $(".detail", this.root).textContent = count ? `${t("before it in the queue")}: ${count}` : t("next in the queue");
  }

  #state(task) {
    const working = $(".working", this.root);
    const before = this.point;
    this.point = `${this.id} ${task.status} ${task.progress > 0}`;
    working.dataset.status = task.status;
    $("progress", working).value = task.progress;
    $(".state", working).textContent = task.status === "pending" ? t("Waiting for a worker") : t("Making the video");
    $(".percent", working).textContent = task.status === "processing" ? `${task.progress} %` : "";
    if (task.status === "processing") $(".detail", working).textContent = `${t("about")} ${task.task_info.estimated_time} s ${t("in all")}`;
    if (task.status === "completed") this.#play(task);
    if (task.status === "failed") this.#fail(task.error?.code, task.error?.message ?? "");
    if (task.status === "cancelled") this.#fail("", t("Cancelled. Its credits were returned."));
    if (before !== this.point) this.onChange(task);
    if (ended(task)) {
      this.#stop();
      this.onEnd(task);
    }
  }

  #play(task) {
    const link = new URL(task.results[0]).pathname; // this server, by whatever name it was reached
    this.video.preload = "auto";
    this.video.src = link;
    this.video.muted = true;
    const download = $("[data-do=download]", this.root);
    download.href = link;
    download.download = `${task.id}.mp4`;
    $("[data-do=details]", this.root)?.setAttribute("href", `/tasks/${task.id}`);
    this.#show("video");
    this.video.play().catch(() => {});
  }

  #fail(code, message) {
    const note = $(".failed", this.root);
    const name = code ? [element("code", { textContent: code })] : [];
    note.replaceChildren(element("div", {}, ...explained(code, message)), ...name);
    this.#show("failed");
  }
}

/** The last picture of the video at an address of ours, as a PNG file. */
export async function lastFrame(address) {
  const video = element("video", { src: address, muted: true, preload: "auto" });
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
