package org.acme.library.books;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

public class HistoryResource {
  @GET
  public List<String> all() {
    return Events.stream().limit(50).toList();
  }

  @DELETE
  @Path("before/{day}")
  public void forget(String day) {
    Events.forget(day);
  }
}
