import { djangoRoutes } from '../python/django-urls.ts';
import type { WebFramework } from '../web-framework.ts';

/** Django: https://docs.djangoproject.com/en/5.2/topics/http/urls/ What REST framework answers is that framework's. */
export default {
  id: 'django',
  title: 'Django',
  languages: ['python'],
  measured: true,
  answersPages: true,
  find: (context) => djangoRoutes(context, 'django'),
} satisfies WebFramework as WebFramework;
