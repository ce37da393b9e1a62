import { findRustRoutes } from '../rust/find-routes.ts';
import { cargoManifest } from '../rust/read-file.ts';
import type { WebFramework } from '../web-framework.ts';

export default {
  id: 'actix',
  title: 'Actix',
  languages: ['rust'],
  otherPaths: cargoManifest,
  measured: true,
  find: (context) => findRustRoutes(context, 'actix'),
} satisfies WebFramework as WebFramework;
