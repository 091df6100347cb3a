// A one-time link ends here; its token is behind the "#" and goes nowhere else.
const token = location.hash.slice(1);
if (token) {
  history.replaceState(null, "", location.pathname);
  const form = document.querySelector("#signin");
  form.elements.link.value = token;
  form.submit();
}
