package com.acme.shop.web;

import com.acme.shop.api.Customer;
import com.acme.shop.api.CustomersApi;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class CustomersController implements CustomersApi {
  @Override
  public ResponseEntity<List<Customer>> listCustomers(Integer pageSize) {
    return ResponseEntity.ok(List.of());
  }

  @Override
  public ResponseEntity<Customer> createCustomer(Customer customer) {
    if (customer.email() == null) return ResponseEntity.badRequest().build();
    return new ResponseEntity<>(customer, HttpStatus.CREATED);
  }
}
