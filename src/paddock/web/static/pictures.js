// The images of a request: uploaded as soon as they are given, in an order that can be changed.
import { $, element, said, t, toast } from "./console.js";
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
  }

  get urls() { return this.#items.filter((item) => item.url).map((item) => item.url); }
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
    this.#changed();
  }

  /** Images that have an address already, `{url, shown, name}`; those without one are not kept and must be given anew. */
  addKnown(images) {
    for (const known of images) {
      if (!this.#hasRoom()) break;
      const item = { ...known, name: known.name || t("image") };
      this.#items.push(item);
      this.#draw(item);
      $("progress", item.element).remove();
      if (!item.url) this.#refuse(item, t("It came inside the request and is not kept: give it again"));
    }
    this.#changed();
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
      this.#changed();
    };
    request.onerror = () => { this.#refuse(item, t("No connection to the server; try again")); this.#changed(); };
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
      item.wrong = item.file ? wrongSize(item, kind) : "";
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
    const tool = (sign, label, action) => {
      const button = element("button", { type: "button", textContent: sign, title: label, onclick: action });
      button.setAttribute("aria-label", `${label}: ${item.name}`);
      return button;
    };
    item.chip = element("button", { type: "button", className: "chip", onclick: () => this.onInsert(item.chip.textContent) });
    item.why = element("div", { className: "why" });
    item.element = element("li", { draggable: true, title: item.name },
      item.shown ? this.#image(item) : element("span", { className: "unseen", textContent: item.name }),
      element("progress", { max: 100, value: 0, ariaLabel: `${t("Progress")}: ${item.name}` }),
      item.chip,
      element("div", { className: "tools" },
        tool("‹", t("Move forward"), () => this.#move(item, -1)),
        tool("✕", t("Remove"), () => this.#remove(item)),
        tool("›", t("Move back"), () => this.#move(item, 1))),
      item.why);
    item.element.addEventListener("dragstart", (event) => {
      this.dragged = item;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.chip.textContent);
      item.element.classList.add("dragged");
    });
    item.element.addEventListener("dragend", () => { this.dragged = null; item.element.classList.remove("dragged"); });
    this.list.append(item.element);
  }

  #image(item) {
    const image = element("img", { src: item.shown, alt: item.name, draggable: false });
    image.addEventListener("load", () => {
      if (item.file) [item.width, item.height] = [image.naturalWidth, image.naturalHeight];
      item.ratio = [image.naturalWidth, image.naturalHeight];
      this.#changed();
    });
    image.addEventListener("error", () => image.replaceWith(element("span", { className: "unseen", textContent: item.name })));
    return image;
  }

  #dragOver(event) {
    const over = this.#items.find((item) => item.element.contains(event.target));
    if (!this.dragged) return;
    event.preventDefault();
    if (over && over !== this.dragged) this.#move(this.dragged, this.#items.indexOf(over) - this.#items.indexOf(this.dragged));
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
    this.#changed();
  }

  #remove(item) {
    item.request?.abort();
    if (item.file) URL.revokeObjectURL(item.shown);
    item.element.remove();
    this.#items = this.#items.filter((one) => one !== item);
    this.#changed();
  }

  #changed() {
    this.#items.forEach((item, index) => (item.chip.textContent = `character${index + 1}`));
    this.onChange();
  }
}
