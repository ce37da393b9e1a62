package com.acme.shop.api;

import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.*;

@Validated
@RequestMapping("${api.customers.base-path:/api/v1}")
public interface CustomersApi {
  @RequestMapping(method = RequestMethod.GET, value = "/customers")
  ResponseEntity<List<Customer>> listCustomers(@Valid @RequestParam(value = "page_size", required = false) Integer pageSize);

  @RequestMapping(method = RequestMethod.POST, value = "/customers", consumes = {"application/json"})
  ResponseEntity<Customer> createCustomer(@Valid @RequestBody Customer customer);

  @RequestMapping(method = RequestMethod.GET, value = "/customers/{customerId}")
  default ResponseEntity<Customer> getCustomer(@PathVariable("customerId") String customerId) {
    return new ResponseEntity<>(HttpStatus.NOT_IMPLEMENTED);
  }
}
