package org.acme.library.books;

import jakarta.annotation.security.DenyAll;
import jakarta.ws.rs.*;
import java.util.List;

public class ReviewsResource {
  ReviewsResource(long book) {}

  @GET
  public List<String> all() {
    return List.of();
  }

  @POST
  public void write(String text) {}

  @DenyAll
  @DELETE
  public void drop() {}
}
