import { themeButton } from '../report/page/theme.ts';
import { keepForOffline } from './shell/offline.ts';
import { startShell } from './shell/shell.ts';

themeButton();
startShell();
keepForOffline();
