import { applyDecorators, SetMetadata, UseGuards } from '@nestjs/common';

import { RolesGuard } from './roles.guard';

export const Public = () => SetMetadata('public', true);
export const Roles = (...roles) => SetMetadata('roles', roles);
export const Staff = () => applyDecorators(Roles('staff'), UseGuards(RolesGuard));
