// Shows the form of a passkey where the browser can make and show one, and has the key sign before the form is sent.
const { PublicKeyCredential: Passkey } = window;
const canSign = Passkey?.parseRequestOptionsFromJSON && Passkey.prototype.toJSON;

function asked({ options, passkey }) {
  const read = passkey === "make" ? Passkey.parseCreationOptionsFromJSON : Passkey.parseRequestOptionsFromJSON;
  return { publicKey: read.call(Passkey, JSON.parse(options)) };
}

for (const form of canSign ? document.querySelectorAll("form[data-passkey]") : []) {
  const status = form.querySelector('[role="status"]');
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    status.textContent = "";
    try {
      const key = await navigator.credentials[form.dataset.passkey === "make" ? "create" : "get"](asked(form.dataset));
      form.elements.answer.value = JSON.stringify(key);
      form.submit();
    } catch {
      status.textContent = form.dataset.failed;
    }
  });
}
