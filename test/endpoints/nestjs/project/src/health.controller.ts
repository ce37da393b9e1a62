import { Controller, Get, VERSION_NEUTRAL } from '@nestjs/common';

import { Public } from '@app/auth/decorators';

@Public()
@Controller({ path: 'health', version: VERSION_NEUTRAL })
export class HealthController {
  @Get()
  check() {
    return { ok: true };
  }
}
