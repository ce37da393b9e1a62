import { Controller, HttpCode, Post, Req } from '@nestjs/common';

import { Public } from '@app/auth/decorators';

@Controller('webhooks')
export class WebhooksController {
  @Public()
  @Post('payment')
  @HttpCode(202)
  payment(@Req() request: Request) {
    return this.queue.add(request);
  }
}
