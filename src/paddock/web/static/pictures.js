// The images of a request: uploaded as soon as they are given, in an order that can be changed.
import { $, call, element, explain, said, t, toast } from "./console.js";
import { MOST, better, wrongFile, wrongSize } from "./rules.js";

export class Pictures {
  #items = [];
  #kind = "text";

  constructor(list, { onChange, onInsert }) {
    this.list = list;
    this.onChange = onChange;
    this.onInsert = onInsert;
    list.addEventListener("dragover", (event) => this.#dragOver(event));
    list.addEventListener("drop", (event) => event.preventDefault());
    list.addEventListener("pointerdown", (event) => this.#touch(event));
  }

  get urls() { return this.#items.filter((item) => item.url).map((item) => item.url); }
  /** What `addKnown` takes to have them again. */
  get known() {
    return this.#items.filter((item) => item.url).map(({ url, file, shown, name, whole }) => ({
      url, name, shown: file ? new URL(url, location.href).pathname : shown, whole: Boolean(file) || whole,
    }));
  }

  get count() { return this.#items.length; }
  get busy() { return this.#items.some((item) => !item.url && !item.refused); }
  get broken() { return this.#items.some((item) => item.refused || item.wrong); }
  get first() { return this.#items[0]; }

  clear() {
    for (const item of [...this.#items]) this.#remove(item);
  }

  /** Files that somebody gives: checked here, then uploaded. */
  add(files) {
    for (const file of files) {
      if (!this.#hasRoom()) break;
      const item = { file, name: file.name, shown: URL.createObjectURL(file) };
      this.#items.push(item);
      this.#draw(item);
      const problem = wrongFile(file);
      if (problem) this.#refuse(item, problem);
      else this.#upload(item);
    }
    this.onChange();
  }

  /**
   * Images of an earlier request, `{url, again, shown, name, whole}`: one with an address is given by it, what came
   * inside that request is made an upload while it is there, and what is kept no longer must be given anew. `whole`
   * is said of what is shown as it is and not as a thumbnail.
   */
  addKnown(images) {
    for (const known of images) {
      if (!this.#hasRoom()) break;
      const item = { ...known, name: known.name || t("Image") };
      this.#items.push(item);
      this.#draw(item);
      if (item.again) this.#keep(item);
      else $("progress", item.element).remove();
      if (!item.url && !item.again) this.#refuse(item, t("Its file was deleted: give the image again"));
    }
    this.onChange();
  }

  async #keep(item) {
    $("progress", item.element).removeAttribute("value");
    try {
      const { data } = await call("POST", item.again);
      item.url = data.file_url;
      $("progress", item.element).remove();
    } catch (error) {
      this.#refuse(item, explain(error));
    }
    this.onChange();
  }

  #hasRoom() {
    if (this.#items.length < MOST) return true;
    toast(t("At most 9 images"));
    return false;
  }

  #upload(item) {
    const request = (item.request = new XMLHttpRequest());
    const bar = $("progress", item.element);
    request.open("POST", "/api/v1/files/upload/stream");
    request.responseType = "json";
    request.upload.onprogress = (event) => (bar.value = (event.loaded / event.total) * 95);
    request.onload = () => {
      if (request.status === 200) {
        item.url = request.response.data.file_url;
        bar.remove();
      } else this.#refuse(item, said("", request.response?.msg ?? t("Not uploaded; remove it and try again")));
      this.onChange();
    };
    request.onerror = () => { this.#refuse(item, t("No connection to the server; try again")); this.onChange(); };
    const form = new FormData();
    form.append("file", item.file);
    request.send(form);
  }

  #refuse(item, why) {
    item.refused = why;
    $("progress", item.element)?.remove();
    this.#tell(item);
  }

  /** What is to be said of an image, now that it is used for `kind`. */
  judge(kind) {
    this.#kind = kind;
    for (const item of this.#items) {
      item.wrong = wrongSize(item, kind);
      item.chip.disabled = kind === "image";
      item.chip.textContent = kind === "image" ? t("First frame") : this.#character(item);
      this.#tell(item);
    }
  }

  #tell(item) {
    const problem = item.refused || item.wrong;
    item.element.classList.toggle("bad", Boolean(problem));
    item.why.classList.toggle("advice", !problem);
    item.why.textContent = problem || better(item, this.#kind);
  }

  #draw(item) {
    const tool = (sign, label, action, className = "") => {
      const button = element("button", { type: "button", textContent: sign, title: label, onclick: action, className });
      button.setAttribute("aria-label", `${label}: ${item.name}`);
      return button;
    };
    item.chip = element("button", { type: "button", className: "chip", onclick: () => this.onInsert(this.#character(item)) });
    item.why = element("div", { className: "why" });
    item.element = element("li", { draggable: true, title: item.name },
      item.shown ? this.#image(item) : element("span", { className: "unseen", textContent: item.name }),
      element("progress", { max: 100, value: 0, ariaLabel: `${t("Progress")}: ${item.name}` }),
      item.chip,
      element("div", { className: "tools" },
        tool("‹", t("Move forward"), () => this.#move(item, -1)),
        tool("✕", t("Remove"), () => this.#remove(item), "remove"),
        tool("›", t("Move back"), () => this.#move(item, 1))),
      item.why);
    item.element.addEventListener("dragstart", (event) => {
      this.dragged = item;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", this.#character(item));
      item.element.classList.add("dragged");
    });
    item.element.addEventListener("dragend", () => { this.dragged = null; item.element.classList.remove("dragged"); });
    this.list.append(item.element);
  }

  #image(item) {
    const image = element("img", { src: item.shown, alt: item.name, draggable: false });
    image.addEventListener("load", () => {
      if (item.file || item.whole) [item.width, item.height] = [image.naturalWidth, image.naturalHeight];
      item.ratio = [image.naturalWidth, image.naturalHeight];
      this.onChange();
    });
    image.addEventListener("error", () => image.replaceWith(element("span", { className: "unseen", textContent: item.name })));
    return image;
  }

  #at = (node) => this.#items.find((item) => item.element.contains(node));

  #dragOver(event) {
    if (!this.dragged) return;
    event.preventDefault();
    this.#moveOnto(this.dragged, this.#at(event.target));
  }

  /** A finger or pen that begins sideways takes the image along; the list has the pointer, for its children are moved. */
  #touch({ pointerType, pointerId, target }) {
    const item = this.#at(target);
    if (pointerType === "mouse" || !item || target.closest("button")) return;
    const done = new AbortController();
    const { signal } = done;
    this.list.setPointerCapture(pointerId);
    this.list.addEventListener("pointermove", ({ clientX, clientY }) => {
      item.element.classList.add("dragged");
      this.#moveOnto(item, this.#at(document.elementFromPoint(clientX, clientY)));
    }, { signal });
    const end = () => { item.element.classList.remove("dragged"); done.abort(); };
    for (const name of ["pointerup", "pointercancel"]) this.list.addEventListener(name, end, { signal });
  }

  #moveOnto(item, over) {
    if (over && over !== item) this.#move(item, this.#items.indexOf(over) - this.#items.indexOf(item));
  }

  #move(item, by) {
    const from = this.#items.indexOf(item);
    const to = Math.max(0, Math.min(this.#items.length - 1, from + by));
    if (from === to) return;
    this.#items.splice(from, 1);
    this.#items.splice(to, 0, item);
    const held = document.activeElement;
    this.list.append(...this.#items.map((one) => one.element));
    if (this.list.contains(held)) held.focus();
    this.onChange();
  }

  #remove(item) {
    const held = item.element.contains(document.activeElement);
    const at = this.#items.indexOf(item);
    item.request?.abort();
    if (item.file) URL.revokeObjectURL(item.shown);
    item.element.remove();
    this.#items = this.#items.filter((one) => one !== item);
    this.onChange();
    const next = this.#items[at] ?? this.#items.at(-1);
    if (held) (next ? $(".remove", next.element) : $("#files")).focus(); // whoever works by keys stays here
  }

  /** How a prompt calls an image. */
  #character = (item) => `character${this.#items.indexOf(item) + 1}`;
}
