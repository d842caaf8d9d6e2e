/** What pages do beyond their HTML: the code behind a link's hash goes into the form, and nowhere else. */
const code = document.querySelector('#link-code');
if (code && location.hash.length > 1) {
  code.value = location.hash.slice(1);
  history.replaceState(null, '', location.pathname + location.search);
  document.querySelector('#link-form button').focus();
}

// A form is sent once, however often its button is pressed.
document.addEventListener('submit', (event) => {
  for (const button of event.target.querySelectorAll('button[type="submit"]')) {
    setTimeout(() => button.setAttribute('disabled', ''), 0);
    setTimeout(() => button.removeAttribute('disabled'), 8000);
  }
});

const print = document.querySelector('#print');
if (print) {
  print.hidden = false;
  print.addEventListener('click', () => window.print());
}

// On a wide screen the menu is open; on a telephone it waits.
const menu = document.querySelector('details.menu');
if (menu && matchMedia('(min-width: 60rem)').matches) menu.open = true;

document.querySelector('#answer')?.scrollIntoView({ block: 'nearest' });
