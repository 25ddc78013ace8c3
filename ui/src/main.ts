import { mount } from 'svelte';
import App from './App.svelte';
import { setBackend } from './lib/backend';
import { tauriBackend } from './lib/backend/tauri';
import './styles/tokens.css';
import './styles/base.css';

setBackend(tauriBackend);

const target = document.getElementById('app');
if (target) mount(App, { target });
