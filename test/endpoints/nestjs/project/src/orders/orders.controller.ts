import { Body, Controller, Delete, Get, HttpCode, NotFoundException, Param, ParseUUIDPipe, Patch, Post, Query, UseGuards } from '@nestjs/common';

import { ApiTags } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import { Idempotent } from '@app/idempotency';
import { Roles } from '@app/auth/decorators';
import { RolesGuard } from '@app/auth/roles.guard';
import { CreateOrder, ListOrders, Note } from './orders.dto';

@ApiTags('orders')
@UseGuards(RolesGuard)
@Controller({ path: 'orders', version: '1' })
export class OrdersController {
  @Get()
  list(@Query() query: ListOrders) {
    return this.orders.find(query);
  }

  @Post()
  @Idempotent()
  @Throttle({ default: { limit: 10, ttl: 60_000 } })
  create(@Body() order: CreateOrder) {
    return this.orders.add(order);
  }

  @Get(':id')
  async show(@Param('id', ParseUUIDPipe) id: string) {
    const order = await this.orders.one(id);
    if (!order) throw new NotFoundException();
    return order;
  }

  @Roles('clerk')
  @Patch(':id')
  change(@Param('id') id: string, @Body() order: CreateOrder) {
    return this.orders.change(id, order);
  }

  @Roles('clerk')
  @Delete(':id')
  @HttpCode(204)
  remove(@Param('id') id: string) {
    return this.orders.remove(id);
  }

  @Get(':id/lines')
  lines(@Param('id') id: string) {
    return this.lines.find({ where: { id }, take: 50 });
  }

  @Post([':id/notes', ':id/comments'])
  note(@Body() note: Note) {
    return this.notes.add(note);
  }
}
