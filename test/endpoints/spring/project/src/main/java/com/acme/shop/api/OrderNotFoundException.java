package com.acme.shop.api;

public class OrderNotFoundException extends RuntimeException {
  public OrderNotFoundException(long id) {
    super("no order " + id);
  }
}
