package org.acme.library.books;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.ws.rs.*;
import jakarta.ws.rs.core.Response;
import java.util.List;

public class CopiesResource {
  private final long book;

  CopiesResource(long book) {
    this.book = book;
  }

  @GET
  public List<Copy> copies(@QueryParam("page_size") @Max(200) int pageSize) {
    return Copy.of(book).page(pageSize).list();
  }

  @POST
  public Response add(@Valid Copy copy) {
    return Response.accepted().build();
  }

  @PUT
  @Path("{copy}")
  public Copy move(@PathParam("copy") String copy, ShelfChange change) {
    if (change.shelf() == null) throw new BadRequestException("shelf");
    return Copy.move(copy, change);
  }

  @Path("{copy}/history")
  public Class<HistoryResource> history() {
    return HistoryResource.class;
  }
}
