<?php

namespace Modules\Blog\Http;

class PostController
{
    public function index()
    {
        return view('blog::index', ['posts' => Post::published()->simplePaginate(10)]);
    }

    public function show(Post $post)
    {
        return view('blog::show', compact('post'));
    }
}
