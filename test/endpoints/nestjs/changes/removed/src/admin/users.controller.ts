import { Controller, Delete, Get, Param } from '@nestjs/common';

import { Roles } from '@app/auth/decorators';

@Roles('admin')
@Controller('users')
export class UsersController {
  @Get()
  list() {
    return this.users.find({ take: 100 });
  }

}
