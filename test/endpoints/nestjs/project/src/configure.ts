import { RequestMethod, ValidationPipe, VersioningType } from '@nestjs/common';

export function configure(app) {
  app.setGlobalPrefix('api', { exclude: [{ path: 'health', method: RequestMethod.GET }, 'webhooks/*path'] });
  app.enableVersioning({ type: VersioningType.URI });
  app.useGlobalPipes(new ValidationPipe({ whitelist: true }));
}
