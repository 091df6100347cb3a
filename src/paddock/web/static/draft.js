// What has been written and not sent yet: kept in this tab, so that a reload or a new sign-in loses nothing.
import { $$ } from "./console.js";

const place = () => `draft ${location.search}`;

/** Whether one is here again, and did not ask for an earlier task's request as it was. */
const again = () => !location.search
  || performance.getEntriesByType("navigation")[0].type !== "navigate"
  || document.referrer.startsWith(`${location.origin}/signin`);

/** Keep the form's fields and the images that have an address. */
export function keepDraft(form, images) {
  const fields = Object.fromEntries($$("[name]", form)
    .filter((field) => field.type !== "radio" || field.checked)
    .map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]));
  try {
    sessionStorage.setItem(place(), JSON.stringify({ fields, images }));
  } catch { /* a tab without room loses no more than it did before */ }
}

/** Put back what was kept for this address; its images, or null when nothing was kept. */
export function restoreDraft(form) {
  const kept = again() && JSON.parse(sessionStorage.getItem(place()) ?? "null");
  if (!kept) return null;
  for (const [name, value] of Object.entries(kept.fields)) {
    const field = form.elements[name];
    if (field?.type === "checkbox") field.checked = value;
    else if (field) field.value = value;
  }
  return kept.images;
}

/** What was sent is no draft any more. */
export const dropDraft = () => sessionStorage.removeItem(place());
