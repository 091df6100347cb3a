// The images of a request: uploaded as soon as they are given, in an order that can be changed.
import { $, element, t, toast } from "./console.js";

export const MOST = 9;
const TYPES = ["image/jpeg", "image/png", "image/webp"];
const MAX_BYTES = 10 * 1024 * 1024;

export class Pictures {
  #items = [];

  constructor(list, { onChange, onInsert }) {
    this.list = list;
    this.onChange = onChange;
    this.onInsert = onInsert;
    list.addEventListener("dragover", (event) => this.#dragOver(event));
    list.addEventListener("drop", (event) => event.preventDefault());
  }

  get urls() { return this.#items.filter((item) => item.url).map((item) => item.url); }
  get count() { return this.#items.length; }
  get busy() { return this.#items.some((item) => !item.url && !item.problem); }
  get broken() { return this.#items.some((item) => item.problem); }

  clear() {
    for (const item of [...this.#items]) this.#remove(item);
  }

  add(files) {
    for (const file of files) {
      if (this.#items.length === MOST) return toast(t("At most 9 images"));
      const item = { file, shown: URL.createObjectURL(file) };
      this.#items.push(item);
      this.#draw(item);
      if (!TYPES.includes(file.type)) this.#refuse(item, t("Only JPEG, PNG and WEBP"));
      else if (file.size > MAX_BYTES) this.#refuse(item, t("At most 10 MB"));
      else this.#upload(item);
    }
    this.#changed();
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
      } else this.#refuse(item, request.response?.msg ?? t("Not uploaded; remove it and try again"));
      this.#changed();
    };
    request.onerror = () => { this.#refuse(item, t("No connection to the server; try again")); this.#changed(); };
    const form = new FormData();
    form.append("file", item.file);
    request.send(form);
  }

  #refuse(item, why) {
    item.problem = why;
    item.element.classList.add("bad");
    $("progress", item.element)?.remove();
    item.element.append(element("div", { className: "why", textContent: why }));
  }

  #draw(item) {
    const tool = (sign, label, action) => {
      const button = element("button", { type: "button", textContent: sign, title: label, onclick: action });
      button.setAttribute("aria-label", `${label}: ${item.file.name}`);
      return button;
    };
    item.chip = element("button", { type: "button", className: "chip", onclick: () => this.onInsert(item.chip.textContent) });
    item.element = element("li", { draggable: true },
      element("img", { src: item.shown, alt: item.file.name, draggable: false }),
      element("progress", { max: 100, value: 0 }),
      item.chip,
      element("div", { className: "tools" },
        tool("‹", t("Move forward"), () => this.#move(item, -1)),
        tool("✕", t("Remove"), () => this.#remove(item)),
        tool("›", t("Move back"), () => this.#move(item, 1))));
    item.element.addEventListener("dragstart", (event) => {
      this.dragged = item;
      event.dataTransfer.effectAllowed = "move";
      item.element.classList.add("dragged");
    });
    item.element.addEventListener("dragend", () => { this.dragged = null; item.element.classList.remove("dragged"); });
    this.list.append(item.element);
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
    this.#items.splice(from, 1);
    this.#items.splice(to, 0, item);
    const held = document.activeElement;
    this.list.append(...this.#items.map((one) => one.element));
    if (this.list.contains(held)) held.focus();
    this.#changed();
  }

  #remove(item) {
    item.request?.abort();
    URL.revokeObjectURL(item.shown);
    item.element.remove();
    this.#items = this.#items.filter((one) => one !== item);
    this.#changed();
  }

  #changed() {
    this.#items.forEach((item, index) => (item.chip.textContent = `character${index + 1}`));
    this.onChange();
  }
}
