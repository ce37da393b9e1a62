import { IsString, Max } from 'class-validator';

export class Page {
  @Max(100)
  take: number;
}
export class CreateProduct {
  @IsString()
  name: string;
}
