package com.acme.shop.web;

import java.util.List;
import org.springframework.data.domain.PageRequest;
import org.springframework.web.bind.annotation.*;

@RestController
@RequestMapping(value = Paths.API + "/catalog/products", produces = "application/json")
public class ProductController extends CrudController<Product> {
  private final Store<Product> products = new Store<>();

  @Override
  public void remove(String id) {
    products.archive(id);
  }

  @GetMapping("/newest")
  public List<Product> newest() {
    return products.page(PageRequest.of(0, 20)).toList();
  }

  @Override
  protected Store<Product> store() {
    return products;
  }
}
