// The newest picture of a video that is being made, where the video will be.
import { element, t } from "./console.js";

export class Preview {
  #image = null;
  #id = "";
  #busy = false;
  #again = false;

  constructor(scene) {
    this.scene = scene;
  }

  /** Show the newest picture of a task, if there is one yet. The one before stays until the new one can be drawn. */
  async show(id) {
    this.#id = id;
    this.#again = true;
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#again && this.#id) {
        this.#again = false;
        await this.#fetch(this.#id);
      }
    } catch { /* a picture is not worth an error */ } finally {
      this.#busy = false;
    }
  }

  async #fetch(id) {
    const response = await fetch(`/v1/tasks/${id}/preview`, { headers: { accept: "image/jpeg" } });
    if (!response.ok) return;
    const image = element("img", { className: "preview", alt: t("What the video looks like so far") });
    image.src = URL.createObjectURL(await response.blob());
    await image.decode();
    if (this.#id !== id) return URL.revokeObjectURL(image.src);
    if (this.#image) {
      URL.revokeObjectURL(this.#image.src);
      this.#image.replaceWith(image);
    } else this.scene.append(image);
    this.#image = image;
    this.scene.classList.add("seen");
  }

  /** Take the picture away: the video is there, or nothing will come. */
  drop() {
    this.#id = "";
    if (this.#image) URL.revokeObjectURL(this.#image.src);
    this.#image?.remove();
    this.#image = null;
    this.scene.classList.remove("seen");
  }
}
