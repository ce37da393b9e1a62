import { djangoRoutes } from '../python/django-urls.ts';
import type { WebFramework } from '../web-framework.ts';

/** Django REST framework: https://www.django-rest-framework.org/api-guide/routers/ */
export default {
  id: 'drf',
  title: 'Django REST framework',
  languages: ['python'],
  measured: true,
  find: (context) => djangoRoutes(context, 'drf'),
} satisfies WebFramework as WebFramework;
