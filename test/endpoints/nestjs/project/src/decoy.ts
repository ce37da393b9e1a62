import { Controller, Get } from 'routing-controllers';

@Controller('elsewhere')
export class Elsewhere {
  @Get('/x')
  x() {}
}
