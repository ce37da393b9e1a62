import { MaxLength } from 'class-validator';

export class ReviewInput {
  @MaxLength(500)
  text: string;
}
