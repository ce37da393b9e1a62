package com.acme.shop.web;

import com.acme.shop.api.CreateOrder;
import com.acme.shop.api.OrderNotFoundException;
import com.acme.shop.api.OrderView;
import io.github.resilience4j.ratelimiter.annotation.RateLimiter;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import java.net.URI;
import java.util.List;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping(Paths.ORDERS)
public class OrderController {
  private final OrderService orders;

  OrderController(OrderService orders) {
    this.orders = orders;
  }

  @GetMapping
  public Page<OrderView> list(Pageable pageable) {
    return orders.page(pageable);
  }

  @GetMapping("/search")
  public List<OrderView> search(@RequestParam String text, @RequestParam @Max(100) int limit) {
    return orders.search(text, limit);
  }

  @RateLimiter(name = "orders")
  @PutMapping(consumes = "application/json")
  public ResponseEntity<OrderView> create(@Valid @RequestBody CreateOrder order) {
    OrderView made = orders.create(order);
    if (made == null) {
      return ResponseEntity.status(HttpStatus.CONFLICT).build();
    }
    return ResponseEntity.created(URI.create(Paths.ORDERS + "/" + made.id())).body(made);
  }

  @GetMapping("/{id:[0-9]+}")
  public OrderView show(@PathVariable long id) {
    return orders.find(id).orElseThrow(() -> new OrderNotFoundException(id));
  }

  @PreAuthorize("hasRole('SUPPORT')")
  @RequestMapping(path = {"/{id}/cancel", "/{id}/void"}, method = {RequestMethod.POST, RequestMethod.PUT})
  public OrderView cancel(@PathVariable long id) {
    if (orders.isShipped(id)) throw new ResponseStatusException(HttpStatus.UNPROCESSABLE_ENTITY, "shipped");
    return orders.cancel(id);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PreAuthorize("hasRole('ADMIN')")
  public void delete(@PathVariable long id) {
    orders.delete(id);
  }

  // @GetMapping("/legacy")
  public OrderView legacy(long id) {
    return orders.find(id).orElse(null);
  }
}
