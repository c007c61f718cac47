// Carries out what a mailed link is for, once its reader says so.
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
// It is neither in the history nor on the screen any more.
history.replaceState(null, '', location.pathname);

const PAGES = {
  registration: {
    title: 'Confirm your address',
    asks: 'The password that you chose',
    go: 'Make my account',
    path: '/v1/auth/register/confirmation',
    done: 'You have an account. Sign in with it.',
  },
  verification: {
    title: 'Confirm your address',
    go: 'This address is mine',
    path: '/v1/auth/email/verification/confirmation',
    done: 'Thank you: your address is confirmed.',
  },
  reset: {
    title: 'Choose a new password',
    asks: 'The new password, ten characters at least',
    isNew: true,
    go: 'Use it from now on',
    path: '/v1/auth/password/reset',
    done: 'Done. Everybody is signed out; sign in with the new password.',
  },
  change: {
    title: 'Use this address',
    go: 'Use it from now on',
    path: '/v1/auth/email/change/confirmation',
    done: 'Done. Sign in with this address from now on.',
  },
  'take-back': {
    title: 'Take your address back',
    asks: 'A new password, ten characters at least',
    isNew: true,
    go: 'Take it back',
    path: '/v1/auth/email/take-back',
    done: 'Done. Everybody is signed out; sign in with this address and the new password.',
  },
  invitation: {
    title: 'Join',
    asks: 'Your password',
    isSignIn: true,
    go: 'Sign in and join',
    path: '/v1/invitations/acceptance',
    done: 'You have joined.',
  },
};

const byId = (id) => document.getElementById(id);
const page = PAGES[location.pathname.split('/').pop()];

async function post(path, body, bearer) {
  const headers = {
    'Content-Type': 'application/json',
    ...(bearer && { Authorization: `Bearer ${bearer}` }),
  };
  const res = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  const said = res.status === 204 ? {} : await res.json();
  if (!res.ok) throw new Error(said.detail ?? said.title ?? 'That did not work.');
  return said;
}

async function carryOut() {
  const password = byId('password').value;
  if (!page.isSignIn) return post(page.path, page.asks ? { token, password } : { token });
  const session = await post('/v1/auth/login', { email: byId('email').value, password });
  return post(page.path, { token }, session.access_token);
}

function show() {
  byId('title').textContent = page.title;
  byId('go').textContent = page.go;
  byId('email-label').hidden = !page.isSignIn;
  byId('password-label').hidden = !page.asks;
  byId('password-says').textContent = page.asks ?? '';
  byId('password').autocomplete = page.isNew ? 'new-password' : 'current-password';
  byId('form').hidden = false;
}

async function submit() {
  byId('go').disabled = true;
  try {
    await carryOut();
    byId('form').hidden = true;
    byId('answer').textContent = page.done;
  } catch (error) {
    byId('answer').textContent = error.message;
    byId('go').disabled = false;
  }
}

byId('form').addEventListener('submit', (event) => {
  event.preventDefault();
  void submit();
});

if (page && token) show();
else byId('about').textContent = 'Open the link of the mail as it stands there.';
