// What an image must be, by what it is used for: the contract's rules, told before anything is sent.
import { t } from "./console.js";

export const MOST = 9;
export const TYPES = ["image/jpeg", "image/png", "image/webp"];
export const MAX_BYTES = 10 * 1024 * 1024;
const MIN_SIDE = 300;
const MAX_RATIO = 2.5;
const MIN_SHORT_EDGE = 400;
const GOOD_SHORT_EDGE = 720;

/** What is wrong with a file whatever it is used for; nothing when it is fine. */
export function wrongFile(file) {
  if (!TYPES.includes(file.type)) return t("Only JPEG, PNG and WEBP");
  return file.size > MAX_BYTES ? t("At most 10 MB") : "";
}

/** What is wrong with an image of this size as a first frame ("image") or as a character ("reference"). */
export function wrongSize({ width, height }, kind) {
  if (!width || kind === "text") return "";
  const size = `${width} × ${height} px`;
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  if (kind === "reference") return short < MIN_SHORT_EDGE ? `${t("The short edge must be 400 px or more")}: ${size}` : "";
  if (short < MIN_SIDE) return `${t("Width and height must be 300 px or more")}: ${size}`;
  return long / short > MAX_RATIO ? `${t("The ratio must be between 1:2.5 and 2.5:1")}: ${size}` : "";
}

/** What would work better, where nothing is wrong. */
export function better({ width, height }, kind) {
  return width && kind === "reference" && Math.min(width, height) < GOOD_SHORT_EDGE ? t("Small: 720 px and more work better") : "";
}
