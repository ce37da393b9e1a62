package org.acme.library.books;

import io.smallrye.faulttolerance.api.RateLimit;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.*;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.acme.library.support.EntityResource;
import org.acme.library.support.Purge;
import org.acme.library.support.Repository;

@Path("/books")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("reader")
public class BooksResource extends EntityResource<Book> {
  @Inject BookRepository books;

  @Override
  protected Repository<Book> repository() {
    return books;
  }

  @PermitAll
  @GET
  @Path("/covers/{isbn: [0-9-]+}.png")
  public byte[] cover(@PathParam("isbn") String isbn) {
    return books.cover(isbn);
  }

  @PermitAll
  @RateLimit(value = 10)
  @PUT
  @Path("{id}/lease")
  public Response lease(@PathParam("id") long id) {
    if (books.isLeased(id)) return Response.status(Response.Status.CONFLICT).build();
    return Response.ok(books.lease(id)).build();
  }

  @Purge
  @RolesAllowed({"librarian", "admin"})
  public void purge() {
    books.purge();
  }

  @Path("{id}/copies")
  public CopiesResource copies(@PathParam("id") long id) {
    return new CopiesResource(id);
  }

  @Path("{id}/reviews")
  public Object reviews(@PathParam("id") long id) {
    return new ReviewsResource(id);
  }
}
