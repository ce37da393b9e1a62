package org.acme.library.support;

import jakarta.validation.Valid;
import jakarta.ws.rs.*;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;

public abstract class EntityResource<T> {
  protected abstract Repository<T> repository();

  @GET
  public List<T> list(@QueryParam("limit") int limit) {
    return repository().list(limit);
  }

  @GET
  @Path("{id}")
  public T get(@PathParam("id") long id) {
    T found = repository().find(id);
    if (found == null) throw new NotFoundException();
    return found;
  }

  @POST
  public Response create(@Valid T entity) {
    repository().add(entity);
    return Response.created(URI.create("x")).build();
  }

  @DELETE
  @Path("{id}")
  public void delete(@PathParam("id") long id) {
    repository().delete(id);
  }
}
