package com.acme.shop.web;

import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.*;

public abstract class CrudController<T> {
  @GetMapping
  public List<T> all() {
    return store().all();
  }

  @GetMapping("/{id}")
  public T one(@PathVariable String id) {
    return store().one(id);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  public T add(@Valid @RequestBody T entity) {
    return store().add(entity);
  }

  @DeleteMapping("/{id}")
  public void remove(@PathVariable String id) {
    store().remove(id);
  }

  protected abstract Store<T> store();
}
