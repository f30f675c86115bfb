// Passkeys: a form with data-passkey asks the server for a question, the authenticator for an answer, and then sends itself.
(() => {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  const show = () => document.querySelectorAll('form[data-passkey]').forEach(form => form.hidden = false);
  show();
  // Moving to a page without loading it anew draws its forms later.
  window.Blazor?.addEventListener('enhancedload', show);

  document.addEventListener('submit', async event => {
    const sent = event.target.closest('form[data-passkey]');
    if (!sent || sent.elements.credential.value) return;
    event.preventDefault();
    const make = sent.dataset.passkey === 'make';
    const said = sent.querySelector('[data-said]');
    try {
      if (sent.dataset.passkey === 'sign') {
        // What is signed stands on the page: its digest is the question.
        const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(sent.dataset.options));
        sent.elements.credential.value = JSON.stringify((await navigator.credentials.get({ publicKey })).toJSON());
        sent.submit();
        return;
      }
      const body = new URLSearchParams({ make, __RequestVerificationToken: sent.elements.__RequestVerificationToken.value });
      const answer = await fetch('/account/passkey/question', { method: 'POST', body });
      if (answer.status === 403) { location.href = '/step-up?return=/account'; return; }
      const { number, options } = await answer.json();
      const publicKey = JSON.parse(options);
      const credential = make
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
      sent.elements.question.value = number;
      sent.elements.credential.value = JSON.stringify(credential.toJSON());
      sent.submit();
    } catch {
      said.textContent = '没有完成：设备上没有可用的通行密钥，或者操作被取消。';
    }
  });
})();
