import { Controller, Get } from '@nestjs/common';

@Public()
@Controller()
export class AuditController {
  @Get('events')
  events() {
    return this.log.find();
  }
}
