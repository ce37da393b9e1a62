import { IsString, Max } from 'class-validator';

export class Page {
  @Max(10_000)
  take: number;
}
export class CreateProduct {
  @IsString()
  name: string;
}
