import { mount } from 'svelte';
import App from './App.svelte';
import { openDatabase } from './offline/browserDatabase';
import { NewVersion } from './offline/NewVersion.svelte';
import './ui/theme.css';

const newVersion = new NewVersion(navigator.serviceWorker);
// The development server builds no worker.
if (import.meta.env.PROD) void newVersion.keepPage();

void openDatabase().then((database) => mount(App, { target: document.getElementById('app')!, props: { database, newVersion } }));
