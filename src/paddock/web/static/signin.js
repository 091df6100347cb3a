// A one-time link ends here; its token is behind the "#" and goes nowhere else.
if (!new URLSearchParams(location.search).has("ended")) sessionStorage.clear(); // drafts are for who wrote them
const token = location.hash.slice(1);
if (token) {
  history.replaceState(null, "", location.pathname);
  const form = document.querySelector("#signin");
  form.elements.link.value = token;
  form.submit();
}
