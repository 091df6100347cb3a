// The operator's page renews itself; the engines are asked how they are when it is opened, and when that is wanted.
import { $, element, reached, refresh, t } from "./console.js";

const EVERY_MS = 5000;
setInterval(() => document.hidden || refresh().catch(() => reached(false)), EVERY_MS);

async function look() {
  const place = $("#engines");
  $("#look").disabled = true;
  place.replaceChildren(element("p", { className: "quiet", textContent: t("Asking each engine …") }));
  try {
    const answer = await fetch("/operator/engines", { headers: { accept: "text/html" } });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("found");
    place.replaceChildren(found ?? t("The server did not answer as expected"));
  } catch {
    place.replaceChildren(t("No connection to the server; try again"));
  } finally {
    $("#look").disabled = false;
  }
}

$("#look").addEventListener("click", look);
look();
