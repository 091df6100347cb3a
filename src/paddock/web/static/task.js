// One task's page: its stage, and the parts around it made again as the task goes on.
import { $, call, refresh, t } from "./console.js";
import { Stage } from "./player.js";
import { drawStoryboard } from "./storyboard.js";

const root = $(".stage");
if (root) {
  const id = root.dataset.task;
  const renew = () => refresh().catch(() => {});
  const stage = new Stage(root, {
    onAgain: () => location.assign(`/?from=${id}&seed=another`),
    onContinue: () => location.assign(`/?from=${id}&then=continue`),
    onChange: renew,
  });
  if (!$(".taskpage").dataset.terminal) {
    call("GET", `/v1/tasks/${id}`).then((task) => stage.follow(task), () => ($(".detail", root).textContent = t("No connection to the server; try again")));
  }
}

const board = $("#storyboard");
if (board) {
  const { prompt, duration, images } = board.dataset;
  call("POST", "/v1/storyboards", { prompt, duration: Number(duration), images: Number(images) }).then(async ({ shots }) => {
    await drawStoryboard(board, shots);
    board.hidden = false;
  }, () => {}); // the page says all that matters without it
}
