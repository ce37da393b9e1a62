import { IsString, Max } from 'class-validator';

class Page {
  @Max(100)
  limit: number;
}
export class ListOrders extends Page {
  @IsString()
  q: string;
}
export class CreateOrder {
  @IsString()
  product: string;
}
export class Note {
  text: string;
}
