// What a request costs and takes, what there is to pay it with, and what to do when that is not enough.
import { $, Refusal, call, element, explain, lately, locale, t } from "./console.js";

const PAUSE_MS = 250;
const credits = (value, digits = 2) => value.toLocaleString(locale, { minimumFractionDigits: 2, maximumFractionDigits: Math.max(2, digits) });
const then = () => element("span", {}, element("span", { ariaHidden: true, textContent: " → " }), element("span", { className: "hidden", textContent: ` ${t("after it")} ` }));
const small = (...content) => element("small", {}, ...content);

export class Price {
  #asked = "";

  /** `wanted()` is the request as it stands; `last(seconds)` makes it as long. */
  constructor({ wanted, last, least }) {
    this.wanted = wanted;
    this.last = last;
    this.least = least;
    this.ask = lately((current) => this.#ask(current), PAUSE_MS);
  }

  /** Ask if anything has changed that a price depends on: the words of a prompt cost nothing. */
  look() {
    if (JSON.stringify(this.#body()) !== this.#asked) this.ask();
  }

  #body() {
    const { seed, callback_url, ...rest } = this.wanted();
    return { ...rest, prompt: "-" };
  }

  async #ask(current) {
    const body = this.#body();
    this.#asked = JSON.stringify(body);
    try {
      const found = await call("POST", "/v1/estimates", body);
      if (current()) this.#show(found, body);
    } catch (error) {
      if (!current()) return;
      this.#asked = "";
      this.#unknown(error instanceof Refusal ? explain(error) : t("The price is shown when the server is back"));
    }
  }

  #show(found, body) {
    const after = found.remaining_credits - found.credits;
    $("#estimate").replaceChildren(
      element("strong", { textContent: `${credits(found.credits, 4)} ${t("credits")}` }),
      small(`${t("about")} ${found.estimated_time} s`),
      small(`${t("balance")} ${credits(found.remaining_credits)}`, ...(after < 0 ? [] : [then(), credits(after)])));
    $("#short").hidden = after >= 0;
    if (after < 0) $("#short").replaceChildren(...this.#advice(found, body));
    else $("#short").replaceChildren();
  }

  /** What is missing, and what can be done about it. */
  #advice(found, body) {
    const missing = t("{} credits are missing for this.").replace("{}", credits(found.credits - found.remaining_credits));
    const reach = found.billing_rule === "per_second" ? Math.floor((found.remaining_credits / found.credits) * body.duration) : 0;
    const told = [element("strong", { textContent: missing }), " "];
    if (reach >= this.least) {
      told.push(element("button", { type: "button", className: "small", onclick: () => this.last(reach), textContent: t("Make it {} s long").replace("{}", reach) }), " ");
    } else if (body.quality === "1080p") told.push(t("720p costs less."), " ");
    const { href, text } = $("#short").dataset;
    told.push(`${t("Whoever runs this server can give more.")} `, element("a", { href, textContent: text }));
    return told;
  }

  #unknown(why) {
    $("#estimate").replaceChildren(element("strong", { textContent: "–" }), small(why));
    $("#short").hidden = true;
  }
}
