// One task's page: its stage, and the page made again when the task ends.
import { $, call, t } from "./console.js";
import { Stage } from "./player.js";

const root = $(".stage");
if (root) {
  const id = root.dataset.task;
  const again = () => location.assign(`/?from=${id}&seed=another`);
  const stage = new Stage(root, { onAgain: again, onContinue: again, onEnd: () => location.reload() });
  $("[data-do=continue]", root).remove();
  if (!$(".taskpage").dataset.terminal) {
    call("GET", `/v1/tasks/${id}`).then((task) => stage.follow(task), () => ($(".detail", root).textContent = t("No connection to the server; try again")));
  }
}
