import { Controller, Get } from '@nestjs/common';

@Controller()
export class AuditController {
  @Get('events')
  events() {
    return this.log.find();
  }
}
