import { findGoRoutes } from '../go/find-routes.ts';
import { netHttp } from '../go/libraries/net-http.ts';
import { goModule } from '../go/read-file.ts';
import type { WebFramework } from '../web-framework.ts';

export default {
  id: 'net-http',
  title: 'net/http',
  languages: ['go'],
  otherPaths: goModule,
  measured: true,
  find: (context) => findGoRoutes(context, netHttp),
} satisfies WebFramework as WebFramework;
